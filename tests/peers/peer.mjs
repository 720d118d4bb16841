// A second reading of the envelope's format, on two libraries that share no code with ours.
//
// It reads one request as JSON and answers with JSON; bytes are hexadecimal. A private key is X-Wing's
// own seed of 32 bytes, which both libraries take; SHAKE256 stretches it to the 96 bytes that we store.
//   {"do": "seal", "with": "core" | "noble", "body", "context", "recipients": [{"id", "public"}]}
//   {"do": "open", "with": …, "envelope", "context", "id", "seed"}
//   {"do": "hpke-seal", "with": …, "public", "info", "plain"}
import { CipherSuite, HkdfSha256, Aes256Gcm } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import * as HPKE from "hpke";
import { KEM_MLKEM768_X25519 } from "@panva/hpke-noble";
import { webcrypto as crypto } from "node:crypto";

const PREFIX = Buffer.from("VOICE\x01", "latin1");
const [ID, ENC, SEALED_KEY, NONCE] = [16, 1120, 1120 + 32 + 16, 12];

const core = {
  suite: new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() }),
  async seal(raw, info, plain) {
    const recipientPublicKey = await this.suite.kem.importKey("raw", copy(raw), true);
    const sender = await this.suite.createSenderContext({ recipientPublicKey, info: copy(info) });
    return Buffer.concat([Buffer.from(sender.enc), Buffer.from(await sender.seal(copy(plain)))]);
  },
  async open(seed, info, sealed) {
    const recipientKey = await this.suite.kem.importKey("raw", copy(seed), false);
    const enc = copy(sealed.subarray(0, ENC));
    const recipient = await this.suite.createRecipientContext({ recipientKey, enc, info: copy(info) });
    return Buffer.from(await recipient.open(copy(sealed.subarray(ENC))));
  },
};

const noble = {
  suite: new HPKE.CipherSuite(KEM_MLKEM768_X25519, HPKE.KDF_HKDF_SHA256, HPKE.AEAD_AES_256_GCM),
  async seal(raw, info, plain) {
    const key = await this.suite.DeserializePublicKey(bytes(raw));
    const made = await this.suite.Seal(key, bytes(plain), { info: bytes(info) });
    return Buffer.concat([made.encapsulatedSecret, made.ciphertext]);
  },
  async open(seed, info, sealed) {
    const key = await this.suite.DeserializePrivateKey(bytes(seed));
    const [enc, ct] = [bytes(sealed.subarray(0, ENC)), bytes(sealed.subarray(ENC))];
    return Buffer.from(await this.suite.Open(key, enc, ct, { info: bytes(info) }));
  },
};

const bytes = (buffer) => new Uint8Array(buffer);
const copy = (buffer) => bytes(buffer).buffer;
const hex = (text) => Buffer.from(text, "hex");
const infoFor = (context, id) => Buffer.concat([Buffer.from("voice/envelope/1"), context, id]);

function pad(body) {
  const room = [4096, 16384, 65536].find((size) => body.length < size);
  const size = room ?? (Math.floor(body.length / 65536) + 1) * 65536;
  const padded = Buffer.alloc(size);
  body.copy(padded);
  padded[body.length] = 0x80;
  return padded;
}

function unpad(padded) {
  let end = padded.length - 1;
  while (padded[end] === 0) end -= 1;
  if (padded[end] !== 0x80) throw new Error("no mark");
  return padded.subarray(0, end);
}

async function aes(verb, dataKey, nonce, additionalData, text) {
  const key = await crypto.subtle.importKey("raw", dataKey, "AES-GCM", false, [verb]);
  return Buffer.from(await crypto.subtle[verb]({ name: "AES-GCM", iv: nonce, additionalData }, key, text));
}

async function seal(hpke, body, recipients, context) {
  const dataKey = crypto.getRandomValues(Buffer.alloc(32));
  const slots = [];
  for (const { id, raw } of recipients) slots.push(id, await hpke.seal(raw, infoFor(context, id), dataKey));
  const header = Buffer.concat([PREFIX, Buffer.of(recipients.length), ...slots]);
  const nonce = crypto.getRandomValues(Buffer.alloc(NONCE));
  const locked = await aes("encrypt", dataKey, nonce, Buffer.concat([header, context]), pad(body));
  return Buffer.concat([header, nonce, locked]);
}

async function open(hpke, envelope, id, seed, context) {
  const start = PREFIX.length + 1;
  const count = envelope[PREFIX.length];
  const end = start + count * (ID + SEALED_KEY);
  const slots = Array.from({ length: count }, (_, n) => start + n * (ID + SEALED_KEY));
  const mine = slots.find((at) => envelope.subarray(at, at + ID).equals(id));
  const sealedKey = envelope.subarray(mine + ID, mine + ID + SEALED_KEY);
  const dataKey = await hpke.open(seed, infoFor(context, id), sealedKey);
  const bound = Buffer.concat([envelope.subarray(0, end), context]);
  const nonce = envelope.subarray(end, end + NONCE);
  return unpad(await aes("decrypt", dataKey, nonce, bound, envelope.subarray(end + NONCE)));
}

async function answer(asked) {
  const hpke = { core, noble }[asked.with];
  if (asked.do === "hpke-seal") return hpke.seal(hex(asked.public), hex(asked.info), hex(asked.plain));
  if (asked.do === "open") {
    return open(hpke, hex(asked.envelope), hex(asked.id), hex(asked.seed), hex(asked.context));
  }
  const recipients = asked.recipients.map(({ id, public: raw }) => ({ id: hex(id), raw: hex(raw) }));
  return seal(hpke, hex(asked.body), recipients, hex(asked.context));
}

let asked = "";
for await (const piece of process.stdin) asked += piece;
process.stdout.write(JSON.stringify({ bytes: (await answer(JSON.parse(asked))).toString("hex") }));
