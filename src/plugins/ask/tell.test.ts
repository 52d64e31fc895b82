import { afterAll, describe, expect, test } from "vitest";
import { BotError } from "../../errors.ts";
import { createParser } from "../../sync/parse/parser.ts";
import {
  type AskStage,
  actions,
  asked,
  askStage,
  inPublic,
  knownJonas,
  lena,
  mia,
  words,
} from "../../testing/ask-stage.ts";
import { fakeAddress } from "../../testing/fake-chat-adapter.ts";
import { createQuestionLog } from "./question-log.ts";

const parser = createParser();

afterAll(() => parser.close());

const by = { platform: "fake", tenant: "T1", id: "U-mia", name: "Mia Chen" };
const taken = "Mia Chen takes your question about payments-api.";
const toldLena = ({ chat }: AskStage) =>
  chat.shown.filter(({ ref }) => ref.channel === "U-lena").map(({ message }) => words(message));

/** A platform on which the asker cannot be reached for a while. */
async function unreachable(error: BotError): Promise<{ readonly at: AskStage; heal(): void; tries(): number }> {
  let isDown = true;
  let tries = 0;
  const at = await askStage(parser, (chat) => ({
    send: async (to, message) => {
      if (to.channel !== "U-lena") return chat.send(to, message);
      tries += 1;
      if (isDown) throw error;
      return chat.send(to, message);
    },
  }));
  return {
    at,
    heal: () => {
      isDown = false;
    },
    tries: () => tries,
  };
}

/** A run that ended between keeping that the question is taken and telling its asker. */
async function endedBeforeTelling(): Promise<AskStage> {
  const at = await askStage(parser);
  await asked(at);
  const press = actions(at.chat.shown[0]?.message).find((action) => action.type === "press");
  await createQuestionLog(at.bot).take(press?.type === "press" ? press.value : "", by);
  return at;
}

describe("the asker hears who takes the question", () => {
  test("within a minute of the next start, where a run ended before it told them", async () => {
    const at = await endedBeforeTelling();

    await at.minute();
    await at.minute();

    expect(toldLena(at)).toEqual([[taken, "[Open]", "Possible repeat"]]);
    expect(await at.bot.store.list("ask/untold/")).toEqual([]);
  });

  test("by whoever takes it alone, also where a minute begins while they press", async () => {
    let stage: AskStage | undefined;
    const at = await askStage(parser, (chat) => ({
      update: async (ref, message) => {
        await stage?.minute();
        await chat.update(ref, message);
      },
    }));
    stage = at;
    await asked(at);

    await at.take(mia);
    await at.minute();

    expect(toldLena(at)).toEqual([[taken, "[Open]"]]);
  });

  test("when anybody presses again", async () => {
    const at = await endedBeforeTelling();

    await at.take(knownJonas);
    await at.take(mia);

    expect(toldLena(at)).toEqual([[taken, "[Open]", "Possible repeat"]]);
  });

  test("as soon as they can be reached, once", async () => {
    const { at, heal, tries } = await unreachable(new BotError("unavailable", "Slack does not answer."));
    await asked(at);
    await at.take(mia);
    await at.minute();
    expect(toldLena(at)).toEqual([]);

    heal();
    await at.minute();
    await at.minute();

    expect(toldLena(at)).toEqual([[taken, "[Open]", "Possible repeat"]]);
    expect(tries()).toBe(3);
  });

  test("later, while the platform cannot say where they are; by their id, where it does not want to", async () => {
    let error = new BotError("unavailable", "Slack does not answer.");
    const at = await askStage(parser, (chat) => ({
      find: async (what) => {
        if ("person" in what && what.person.email === "lena@acme.example") throw error;
        return chat.find(what);
      },
    }));
    await asked(at, undefined, { ...inPublic, user: { ...lena, email: "lena@acme.example" } });
    await at.take(mia);
    expect(toldLena(at)).toEqual([]);

    error = new BotError("not_allowed", "The app lacks a permission.");
    await at.minute();

    expect(toldLena(at)).toEqual([[taken, "[Open]", "Possible repeat"]]);
  });

  test("unless the platform refuses: then it is tried again when somebody presses, not every minute", async () => {
    const { at, heal, tries } = await unreachable(new BotError("not_found", "Slack does not know that place."));
    await asked(at);
    const [{ ref, message } = { ref: fakeAddress, message: undefined }] = at.chat.shown;
    const press = actions(message).find((action) => action.type === "press");
    const pressed = { type: "press", press: "take", value: press?.type === "press" ? press.value : "" } as const;
    await at.take(mia);
    await at.minute();
    await at.minute();
    expect(tries()).toBe(1);

    heal();
    await at.chat.happen({ ...pressed, user: knownJonas, address: ref, place: "channel" });

    expect(toldLena(at)).toHaveLength(1);
  });

  test("once, though that they heard it could not be kept at first", async () => {
    const at = await endedBeforeTelling();
    const { commit } = at.bot.store;
    at.bot.store.commit = async () => {
      throw new BotError("unavailable", "The disk is full, so nothing is saved.");
    };
    await at.minute();
    at.bot.store.commit = commit;

    await at.minute();

    expect(toldLena(at)).toHaveLength(1);
    expect(await at.bot.store.list("ask/untold/")).toEqual([]);
  });

  test("until the question is too old to be kept", async () => {
    const { at } = await unreachable(new BotError("unavailable", "Slack does not answer."));
    await asked(at);
    await at.take(mia);
    const [question] = await at.bot.store.list("ask/question/");
    await at.bot.store.commit([{ key: question?.key ?? "", value: undefined }]);

    await at.minute();

    expect(await at.bot.store.list("ask/untold/")).toEqual([]);
  });
});
