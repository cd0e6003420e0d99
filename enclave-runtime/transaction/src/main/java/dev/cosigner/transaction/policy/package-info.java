/**
 * The wallet's policy: what may be signed, by whose approval, how much of it.
 *
 * <p>{@link dev.cosigner.transaction.policy.Policy#evaluate} judges the {@linkplain
 * dev.cosigner.transaction.Effect effects} of one {@link dev.cosigner.transaction.policy.Proposal}.
 * Each effect needs a permit that names its kind, and everything else that the policy says must
 * hold: the order of rules means nothing, and taking away a permit or adding any other rule never
 * allows more. What no rule permits is refused.
 *
 * <p>The policy's one binary form is {@link dev.cosigner.transaction.policy.PolicyCodec}'s; what
 * people write is turned into it outside the enclave.
 */
package dev.cosigner.transaction.policy;
