/** Management of AWS resources over the AWS SDK, by an operator from a workstation. */
package dev.cosigner.cli.aws;
