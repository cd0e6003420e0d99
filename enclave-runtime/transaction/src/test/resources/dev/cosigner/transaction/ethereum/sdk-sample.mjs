// Writes sdk-sample.txt: what Ethereum's JavaScript libraries make of generated transactions.
//   npm install viem@2.57.20 ethers@6.17.0 && node sdk-sample.mjs > sdk-sample.txt
// One line each: library, kind, address, what is hashed, its hash, r and s, signed transaction (of
// messages and typed data: r, s and v).
import { createHash } from 'node:crypto';
import { serializeTransaction, keccak256, getAddress, hashMessage, hashTypedData } from 'viem';
import { privateKeyToAccount, sign } from 'viem/accounts';
import { Transaction, TypedDataEncoder, Wallet, hashMessage as ethersHashMessage } from 'ethers';

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

const below = (n) => Number(BigInt(bytes(1)) % BigInt(n));
const elementary = [
  ['uint256', () => number(32).toString()],
  ['uint8', () => below(256)],
  ['int64', () => (BigInt(below(256)) - 128n).toString()],
  ['address', address],
  ['bool', () => below(2) === 0],
  ['bytes', () => bytes(below(70))],
  ['bytes32', () => bytes(32)],
  ['bytes4', () => bytes(4)],
  ['string', () => ['', 'Hello, Bob!', '\u00e9\u4e2d\ud83d\ude00'][below(3)]],
];

// Struct S0 refers to S1, S1 to S2, so that none refers to itself.
function definition(types, values, level) {
  const fields = [];
  const makers = [];
  for (let i = 0; i <= below(4); i++) {
    let [type, make] = elementary[below(elementary.length)];
    if (level < 2 && i === 0) {
      definition(types, values, level + 1);
      const inner = level + 1;
      [type, make] = [`S${inner}`, () => values[inner]()];
    }
    const kind = below(4);
    if (kind === 0) {
      const element = make;
      type += '[]';
      make = () => Array.from({ length: below(3) }, element);
    } else if (kind === 1) {
      const element = make;
      type += '[2]';
      make = () => [element(), element()];
    }
    fields.push({ name: `f${i}`, type });
    makers.push(make);
  }
  types[`S${level}`] = fields;
  values[level] = () => Object.fromEntries(fields.map(({ name }, i) => [name, makers[i]()]));
}

for (let i = 0; i < 12; i++) {
  const types = {};
  const values = [];
  definition(types, values, 0);
  const message = values[0]();
  const domain = { name: `Sample ${i}`, version: '1', chainId: 1 + below(200),
    verifyingContract: address() };
  const EIP712Domain = [
    { name: 'name', type: 'string' }, { name: 'version', type: 'string' },
    { name: 'chainId', type: 'uint256' }, { name: 'verifyingContract', type: 'address' }];
  const data = { types: { EIP712Domain, ...types }, primaryType: 'S0', domain, message };
  const document = '0x' + Buffer.from(JSON.stringify(data)).toString('hex');
  const signature = await account.signTypedData(data);
  console.log(['viem', 'typed', account.address, document, hashTypedData(data),
    signature.slice(0, 130), signature].join(' '));
  const other = await new Wallet(key).signTypedData(domain, types, message);
  console.log(['ethers', 'typed', account.address, document,
    TypedDataEncoder.hash(domain, types, message), other.slice(0, 130), other].join(' '));
}

for (let i = 0; i < 10; i++) {
  const raw = bytes(1 + below(200));
  const signature = await account.signMessage({ message: { raw } });
  console.log(['viem', 'message', account.address, raw, hashMessage({ raw }),
    signature.slice(0, 130), signature].join(' '));
  const other = await new Wallet(key).signMessage(Buffer.from(raw.slice(2), 'hex'));
  console.log(['ethers', 'message', account.address, raw,
    ethersHashMessage(Buffer.from(raw.slice(2), 'hex')), other.slice(0, 130), other].join(' '));
}
