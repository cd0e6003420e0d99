/** Which installation an operator works with: settings, and where each comes from. */
package dev.cosigner.cli.context;
