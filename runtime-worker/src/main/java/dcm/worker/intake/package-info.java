/** Reads orders from the log and executes each once; those of one container sequentially. */
@NullMarked
package dcm.worker.intake;

import org.jspecify.annotations.NullMarked;
