/**
 * Enclave image files (EIF, version 4) of AWS Nitro Enclaves: reading, writing and measuring them.
 *
 * <p>The format is that of AWS's {@code aws-nitro-enclaves-image-format}. Everything here streams:
 * an image of any size is read and written in a few hundred kilobytes of memory, in one pass.
 */
package dev.cosigner.eif;
