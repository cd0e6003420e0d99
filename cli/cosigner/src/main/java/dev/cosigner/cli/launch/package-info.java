/**
 * Enclaves on this machine as the operator sees them: launched, listed, asked who they are, ended.
 * A launch is a success only when what runs attests that it is what the image holds.
 */
package dev.cosigner.cli.launch;
