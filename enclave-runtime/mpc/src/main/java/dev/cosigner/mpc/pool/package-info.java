/** Work done ahead: bounded pools of secrets that serve once. */
package dev.cosigner.mpc.pool;
