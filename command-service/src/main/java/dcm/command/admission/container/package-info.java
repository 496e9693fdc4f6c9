/**
 * Decides and folds what concerns containers: creation, operations, and what hosts report of them. Uses {@code image} for
 * commits; knows nothing of transfers, except that the state says what is being transferred. Pure.
 */
@NullMarked
package dcm.command.admission.container;

import org.jspecify.annotations.NullMarked;
