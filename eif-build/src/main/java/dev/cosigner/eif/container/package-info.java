/**
 * Container images as the root file system of an enclave: OCI image layouts, archives of {@code
 * docker save} and registries are read, verified and applied layer by layer. All of their bytes are
 * untrusted; what an enclave could not honour is refused here, with its reason.
 */
package dev.cosigner.eif.container;
