/**
 * Decides and folds what concerns an account: sign-in, keys, profile, suspension, quota and grants. Uses {@code removal},
 * because a removal begins as an intent about the account. Pure.
 */
@NullMarked
package dcm.command.admission.account;

import org.jspecify.annotations.NullMarked;
