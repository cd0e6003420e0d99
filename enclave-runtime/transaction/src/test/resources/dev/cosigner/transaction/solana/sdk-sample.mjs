// Writes sdk-sample.txt: messages as Solana's own JavaScript libraries make them.
//
//   npm install @solana/web3.js@1.98.4 @solana/spl-token@0.4.15
//   node sdk-sample.mjs > sdk-sample.txt
import {
  Authorized,
  ComputeBudgetProgram,
  Keypair,
  Lockup,
  PublicKey,
  StakeProgram,
  SystemProgram,
  TransactionInstruction,
  TransactionMessage,
} from "@solana/web3.js";
import {
  TOKEN_2022_PROGRAM_ID,
  TOKEN_PROGRAM_ID,
  createAssociatedTokenAccountIdempotentInstruction,
  createTransferCheckedInstruction,
  createTransferCheckedWithFeeInstruction,
} from "@solana/spl-token";

const key = (byte) => Keypair.fromSeed(new Uint8Array(32).fill(byte)).publicKey;
const wallet = key(1);
const [a, b, c] = [key(2), key(3), key(4)];
const blockhash = PublicKey.default.toBase58();

const samples = {
  transfer: [SystemProgram.transfer({ fromPubkey: wallet, toPubkey: a, lamports: 5 })],
  "durable-nonce": [
    SystemProgram.nonceAdvance({ noncePubkey: a, authorizedPubkey: wallet }),
    SystemProgram.transfer({ fromPubkey: wallet, toPubkey: b, lamports: 6 }),
  ],
  budget: [
    ComputeBudgetProgram.setComputeUnitLimit({ units: 300000 }),
    ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 7 }),
    SystemProgram.transfer({ fromPubkey: wallet, toPubkey: a, lamports: 8 }),
  ],
  memo: [
    new TransactionInstruction({
      programId: new PublicKey("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr"),
      keys: [{ pubkey: wallet, isSigner: true, isWritable: false }],
      data: Buffer.from("hello"),
    }),
  ],
  token: [
    createAssociatedTokenAccountIdempotentInstruction(wallet, a, b, c),
    createTransferCheckedInstruction(b, c, a, wallet, 1234n, 6, [], TOKEN_PROGRAM_ID),
  ],
  "token-2022": [
    createAssociatedTokenAccountIdempotentInstruction(wallet, a, b, c, TOKEN_2022_PROGRAM_ID),
    createTransferCheckedInstruction(b, c, a, wallet, 1234n, 6, [], TOKEN_2022_PROGRAM_ID),
    createTransferCheckedWithFeeInstruction(b, c, a, wallet, 1000n, 6, 10n, []),
  ],
  "stake-set-up": StakeProgram.createAccountWithSeed({
    fromPubkey: wallet,
    stakePubkey: await PublicKey.createWithSeed(wallet, "stake:0", StakeProgram.programId),
    basePubkey: wallet,
    seed: "stake:0",
    authorized: new Authorized(wallet, a),
    lockup: new Lockup(0, 0, PublicKey.default),
    lamports: 9,
  }).instructions,
  "stake-delegate": StakeProgram.delegate({
    stakePubkey: a,
    authorizedPubkey: wallet,
    votePubkey: b,
  }).instructions,
  "stake-authorize": StakeProgram.authorize({
    stakePubkey: a,
    authorizedPubkey: wallet,
    newAuthorizedPubkey: b,
    stakeAuthorizationType: { index: 1 },
  }).instructions,
  "stake-withdraw": StakeProgram.withdraw({
    stakePubkey: a,
    authorizedPubkey: wallet,
    toPubkey: b,
    lamports: 10,
  }).instructions,
  "stake-deactivate": StakeProgram.deactivate({ stakePubkey: a, authorizedPubkey: wallet })
    .instructions,
  "stake-merge": StakeProgram.merge({
    stakePubkey: a,
    sourceStakePubKey: b,
    authorizedPubkey: wallet,
  }).instructions,
  "stake-split": [
    StakeProgram.splitInstruction({
      stakePubkey: a,
      authorizedPubkey: wallet,
      splitStakePubkey: b,
      lamports: 11,
    }),
  ],
};

for (const [name, instructions] of Object.entries(samples)) {
  const message = new TransactionMessage({
    payerKey: wallet,
    recentBlockhash: blockhash,
    instructions,
  });
  for (const compiled of [message.compileToLegacyMessage(), message.compileToV0Message()]) {
    console.log(name, Buffer.from(compiled.serialize()).toString("base64"));
  }
}
