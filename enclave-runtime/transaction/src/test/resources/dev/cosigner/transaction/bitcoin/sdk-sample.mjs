// Writes sdk-sample.txt: PSBTs, their signatures and the signed transactions as bitcoinjs-lib makes
// them, for each kind of input; each line: kind, PSBT, signatures (r and s), transaction.
//
//   npm install bitcoinjs-lib@7.0.1 ecpair@3.0.2 tiny-secp256k1@2.2.4
//   node sdk-sample.mjs > sdk-sample.txt
import * as bitcoin from "bitcoinjs-lib";
import { ECPairFactory } from "ecpair";
import * as ecc from "tiny-secp256k1";

bitcoin.initEccLib(ecc);
const key = ECPairFactory(ecc).fromPrivateKey(new Uint8Array(32).fill(7));
const internal = key.publicKey.slice(1, 33);
const tweaked = key.tweak(bitcoin.crypto.taggedHash("TapTweak", internal));
const origin = { masterFingerprint: new Uint8Array(4), path: "m/0" };

const payments = {
  P2PKH: bitcoin.payments.p2pkh({ pubkey: key.publicKey }),
  P2SH_P2WPKH: bitcoin.payments.p2sh({
    redeem: bitcoin.payments.p2wpkh({ pubkey: key.publicKey }),
  }),
  P2WPKH: bitcoin.payments.p2wpkh({ pubkey: key.publicKey }),
  P2TR: bitcoin.payments.p2tr({ internalPubkey: internal }),
};

for (const [kind, payment] of Object.entries(payments)) {
  const psbt = new bitcoin.Psbt();
  for (let i = 0; i < 2; i++) {
    const previous = new bitcoin.Transaction();
    previous.addInput(new Uint8Array(32).fill(i + 1), 0);
    previous.addOutput(payment.output, 70000n + BigInt(i));
    psbt.addInput({
      hash: previous.getId(),
      index: 0,
      ...(kind === "P2TR"
        ? {
            witnessUtxo: { script: payment.output, value: 70000n + BigInt(i) },
            tapInternalKey: internal,
            tapBip32Derivation: [{ ...origin, pubkey: internal, leafHashes: [] }],
          }
        : {
            nonWitnessUtxo: previous.toBuffer(),
            bip32Derivation: [{ ...origin, pubkey: key.publicKey }],
          }),
      ...(kind === "P2SH_P2WPKH" ? { redeemScript: payment.redeem.output } : {}),
    });
  }
  psbt.addOutput({ script: payment.output, value: 90000n });
  psbt.addOutput({ address: "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", value: 45000n });
  const unsigned = psbt.toBase64();
  psbt.signAllInputs(kind === "P2TR" ? tweaked : key);
  const signatures = psbt.data.inputs.map((input) =>
    input.tapKeySig
      ? input.tapKeySig
      : bitcoin.script.signature.decode(input.partialSig[0].signature).signature,
  );
  psbt.finalizeAllInputs();
  console.log(
    kind,
    unsigned,
    signatures.map((signature) => Buffer.from(signature).toString("hex")).join(","),
    psbt.extractTransaction().toHex(),
  );
}
