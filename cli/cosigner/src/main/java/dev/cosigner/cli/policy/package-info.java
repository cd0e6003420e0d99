/**
 * Policies as people write them: JSON read strictly, turned into the enclave's policy, reviewed,
 * and held to tests that lie beside it.
 */
package dev.cosigner.cli.policy;
