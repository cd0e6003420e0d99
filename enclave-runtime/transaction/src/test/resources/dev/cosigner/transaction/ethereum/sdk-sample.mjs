// Writes sdk-sample.txt: what Ethereum's JavaScript libraries make of generated transactions.
//   npm install viem@2.57.20 ethers@6.17.0 && node sdk-sample.mjs > sdk-sample.txt
// One line each: library, kind, address, what is hashed, its hash, r and s, signed transaction.
import { createHash } from 'node:crypto';
import { serializeTransaction, keccak256, parseSignature, getAddress } from 'viem';
import { privateKeyToAccount, sign } from 'viem/accounts';
import { Transaction, Wallet } from 'ethers';

let counter = 0;
const bytes = (length) => {
  let out = '';
  while (out.length < 2 * length) {
    out += createHash('sha256').update(`cosigner sample ${counter++}`).digest('hex');
  }
  return '0x' + out.slice(0, 2 * length);
};
const number = (maxBytes) => {
  const length = Number(BigInt(bytes(1)) % BigInt(maxBytes + 1));
  return length === 0 ? 0n : BigInt(bytes(length));
};
const address = () => getAddress(bytes(20));
const accessList = () =>
  Array.from({ length: Number(BigInt(bytes(1)) % 3n) }, () => ({
    address: address(),
    storageKeys: Array.from({ length: Number(BigInt(bytes(1)) % 3n) }, () => bytes(32)),
  }));

const key = bytes(32);
const account = privateKeyToAccount(key);
const kinds = ['unprotected', 'legacy', 'eip2930', 'eip1559', 'eip4844', 'eip7702'];

async function transaction(kind) {
  const base = {
    chainId: 1 + Number(number(4)),
    nonce: Number(number(4)),
    gas: number(4),
    to: address(),
    value: number(12),
    data: '0x',
  };
  const fees = { maxPriorityFeePerGas: number(4), maxFeePerGas: (1n << 40n) + number(5) };
  switch (kind) {
    case 'unprotected':
      return { ...base, chainId: undefined, type: 'legacy', gasPrice: number(8) };
    case 'legacy':
      return { ...base, type: 'legacy', gasPrice: number(8) };
    case 'eip2930':
      return { ...base, type: kind, gasPrice: number(8), accessList: accessList() };
    case 'eip1559':
      return { ...base, type: kind, ...fees, accessList: accessList() };
    case 'eip4844':
      return {
        ...base, type: kind, ...fees, accessList: accessList(), maxFeePerBlobGas: number(6),
        blobVersionedHashes: Array.from(
          { length: 1 + Number(BigInt(bytes(1)) % 6n) }, () => '0x01' + bytes(31).slice(2)),
      };
    default: {
      const authorizationList = [];
      for (let i = 0; i <= Number(BigInt(bytes(1)) % 3n); i++) {
        authorizationList.push(await privateKeyToAccount(bytes(32)).signAuthorization({
          chainId: i === 1 ? 0 : base.chainId, address: address(), nonce: Number(number(3)),
        }));
      }
      return { ...base, type: kind, ...fees, accessList: accessList(), authorizationList };
    }
  }
}

for (const kind of kinds) {
  for (let i = 0; i < 8; i++) {
    const fields = await transaction(kind);
    const unsigned = serializeTransaction(fields);
    const hash = keccak256(unsigned);
    const signature = await sign({ hash, privateKey: key });
    const signed = serializeTransaction(fields, signature);
    console.log(['viem', kind, account.address, unsigned, hash,
      signature.r + signature.s.slice(2), signed].join(' '));
    if (kind === 'unprotected' || kind === 'eip4844') {
      continue;
    }
    const { gas, type, ...rest } = fields;
    const other = Transaction.from({
      ...rest, gasLimit: gas, type: { legacy: 0, eip2930: 1, eip1559: 2, eip7702: 4 }[kind],
      authorizationList: fields.authorizationList?.map((a) => ({
        address: a.address, chainId: a.chainId, nonce: a.nonce,
        signature: { r: a.r, s: a.s, yParity: a.yParity },
      })),
    });
    const otherSigned = Transaction.from(await new Wallet(key).signTransaction(other));
    console.log(['ethers', kind, account.address, otherSigned.unsignedSerialized,
      otherSigned.unsignedHash,
      otherSigned.signature.r + otherSigned.signature.s.slice(2),
      otherSigned.serialized].join(' '));
  }
}
