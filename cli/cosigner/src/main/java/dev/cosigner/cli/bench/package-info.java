/**
 * What the protocols cost, measured in the runtime that enclaves have: the classes that run there
 * use the JDK and the engine alone.
 */
package dev.cosigner.cli.bench;
