/**
 * Ethereum and the networks like it: transactions of every type, and what their calls do.
 *
 * <p>{@link dev.cosigner.transaction.ethereum.EthereumTransaction} reads what is hashed and signed:
 * before EIP-155, EIP-155, EIP-2930, EIP-1559, EIP-4844 (hashes of blobs only) and EIP-7702.
 * Understood are the functions of ERC-20, ERC-721 and ERC-1155, EIP-2612, WETH, Permit2, multicalls
 * and Multicall3, Safe's execTransaction and MultiSend with all calls in them, and those that the
 * wallet's policy declares for a contract; any other call is refused by its selector. RLP and ABI
 * are read in their one canonical encoding only.
 *
 * <p>Beside transactions there are authorizations of EIP-7702, messages (EIP-191), typed data
 * (EIP-712: permits, Permit2 and Safe's transactions are understood, anything else is named as
 * unknown) and bare digests.
 */
package dev.cosigner.transaction.ethereum;
