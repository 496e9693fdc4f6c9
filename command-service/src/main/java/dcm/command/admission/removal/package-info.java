/**
 * Decides and folds the removal of an account and of what it has. Uses {@code handover}, because containers and images of
 * a removed account can be transferred; knows nothing of {@code account}. Pure.
 */
@NullMarked
package dcm.command.admission.removal;

import org.jspecify.annotations.NullMarked;
