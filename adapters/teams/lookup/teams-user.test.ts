import { expect, test } from "vitest";
import { chatUser } from "./teams-user.ts";

const home = "0a1b2c3d-0000-4000-8000-000000000001";
const spot = {
  sender: { id: "29:1", directoryId: "d1", name: "Mia Chen" },
  conversation: {
    id: "a:1",
    type: "personal" as const,
    serviceUrl: "https://smba.trafficmanager.net/emea/",
    tenant: home,
  },
};
const account = {
  id: "29:1",
  name: "Mia Chen",
  aadObjectId: "d1",
  tenantId: home,
  userRole: "user",
  userPrincipalName: "Mia@Acme.Example",
  email: "somebody.else@acme.example",
};
const of = { tenantId: home, tenants: [], unauthenticated: false };

test("a tenant is the same in capitals, and a sign-in name in small letters", () => {
  const user = chatUser({ ...account, tenantId: home.toUpperCase() }, spot, of);

  expect(user).toMatchObject({ email: "mia@acme.example", directoryId: "d1" });
  expect(user.barred).toBeUndefined();
});

test("without a home nobody is a member, but for an emulator on this machine", () => {
  expect(chatUser(account, spot, { tenants: [], unauthenticated: false }).email).toBeUndefined();
  expect(chatUser(account, spot, { tenants: [], unauthenticated: true }).email).toBe("mia@acme.example");
});

test("the id of the directory is known by either of its names", () => {
  const said = { ...account, aadObjectId: "", objectId: "d2" };

  expect(chatUser(said, spot, of)).toMatchObject({
    id: "d2",
    directoryId: "d2",
  });
});

test.each([
  ["without a role", { userRole: "" }, "guest"],
  ["who is a guest", { userRole: "guest" }, "guest"],
  ["who is anonymous", { userRole: "anonymous" }, "guest"],
  ["whose sign-in name is a guest's", { userPrincipalName: "ada_x.test#ext#@acme.example" }, "guest"],
  ["of another tenant", { tenantId: "0a1b2c3d-0000-4000-8000-000000000002" }, "external"],
  ["of a tenant that is not said", { tenantId: "" }, "external"],
] as const)("somebody %s is barred and matches nobody", (_name, said, barred) => {
  const user = chatUser({ ...account, ...said }, spot, of);

  expect(user.barred).toBe(barred);
  expect(user.email).toBeUndefined();
  expect(user.directoryId).toBeUndefined();
});
