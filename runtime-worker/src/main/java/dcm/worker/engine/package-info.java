/**
 * What the worker needs of a container engine. Knows no engine.
 */
@NullMarked
package dcm.worker.engine;

import org.jspecify.annotations.NullMarked;
