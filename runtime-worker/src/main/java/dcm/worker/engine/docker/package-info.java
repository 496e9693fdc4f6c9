/**
 * The Docker Engine behind the engine port, and the only place that knows docker-java.
 */
@NullMarked
package dcm.worker.engine.docker;

import org.jspecify.annotations.NullMarked;
