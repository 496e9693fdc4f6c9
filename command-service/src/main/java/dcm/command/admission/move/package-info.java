/**
 * Moves of an account's homes to another host: decisions, state and effects. Uses containers; knows nothing of the account's standing, its
 * removal and transfers between owners.
 */
@NullMarked
package dcm.command.admission.move;

import org.jspecify.annotations.NullMarked;
