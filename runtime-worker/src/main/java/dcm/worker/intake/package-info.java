/**
 * Takes orders from the log: each container's one after another, each once.
 */
@NullMarked
package dcm.worker.intake;

import org.jspecify.annotations.NullMarked;
