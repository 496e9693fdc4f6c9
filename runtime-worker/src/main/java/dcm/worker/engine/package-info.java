/** The port to a container engine, in the worker's terms. Knows no specific engine. */
@NullMarked
package dcm.worker.engine;

import org.jspecify.annotations.NullMarked;
