/**
 * What takes AWS's place on a developer's machine: a root of trust for simulated NSMs, made for one
 * state directory and worth nothing anywhere else.
 */
package dev.cosigner.cli.emulate;
