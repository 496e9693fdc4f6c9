/**
 * Decides what concerns one owner, by asking the packages of its subjects. They depend on one another in this order
 * only: {@code account → removal → handover → container → image}, where an arrow means that the left one uses the right
 * one. Pure: state and input in, events out.
 */
@NullMarked
package dcm.command.admission.owner;

import org.jspecify.annotations.NullMarked;
