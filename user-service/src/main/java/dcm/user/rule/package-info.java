/** Validation of request fields that the contract leaves open. */
@NullMarked
package dcm.user.rule;

import org.jspecify.annotations.NullMarked;
