import { createHash, generateKeyPairSync, sign } from "node:crypto";

/** A server's key and its certificate, which is its own authority; PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

// The few parts of X.509 that a test needs, as DER: https://www.rfc-editor.org/rfc/rfc5280
const sequence = 0x30;
const oid = {
  ecdsaWithSha256: "06082a8648ce3d040302",
  commonName: "0603550403",
  subjectAltName: "0603551d11",
  basicConstraints: "0603551d13",
};

/** A certificate for host names, made anew, good from yesterday until tomorrow. */
export function createCertificate(hosts: readonly string[]): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const spki = publicKey.export({ type: "spki", format: "der" });
  const algorithm = der(sequence, hex(oid.ecdsaWithSha256));
  const name = der(sequence, der(0x31, der(sequence, hex(oid.commonName), der(0x0c, text(hosts[0] ?? "test")))));
  const dayMs = 24 * 3_600_000;
  const validity = der(sequence, utcTime(Date.now() - dayMs), utcTime(Date.now() + dayMs));
  const names = der(sequence, ...hosts.map((host) => der(0x82, text(host))));
  const extensions = der(
    sequence,
    der(sequence, hex(oid.subjectAltName), der(0x04, names)),
    der(sequence, hex(oid.basicConstraints), hex("0101ff"), der(0x04, der(sequence, hex("0101ff")))),
  );
  const serial = der(0x02, Buffer.from([1]), createHash("sha256").update(spki).digest().subarray(0, 8));
  const version = der(0xa0, hex("020102"));
  const body = der(sequence, version, serial, algorithm, name, validity, name, spki, der(0xa3, extensions));
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, privateKey));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: pem(der(sequence, body, algorithm, signature)),
  };
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content]);
  return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 0xff]), content]);
}

function hex(digits: string): Buffer {
  return Buffer.from(digits, "hex");
}

function text(ascii: string): Buffer {
  return Buffer.from(ascii, "ascii");
}

/** As `YYMMDDhhmmssZ`. */
function utcTime(ms: number): Buffer {
  return der(0x17, text(`${new Date(ms).toISOString().slice(2, 19).replace(/\D/g, "")}Z`));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
