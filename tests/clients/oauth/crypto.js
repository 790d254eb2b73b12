// Node 18 has the Web Crypto API under another name.
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
