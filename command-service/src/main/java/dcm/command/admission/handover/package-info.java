/**
 * Decides and folds transfers from one owner to another, on both sides. Uses {@code container} and {@code image}, because
 * the receiver creates its own container from the image; knows nothing of {@code removal}. Pure.
 */
@NullMarked
package dcm.command.admission.handover;

import org.jspecify.annotations.NullMarked;
