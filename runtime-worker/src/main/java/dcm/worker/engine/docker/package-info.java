/** Implements the engine port with the Docker Engine; the only package that knows docker-java. */
@NullMarked
package dcm.worker.engine.docker;

import org.jspecify.annotations.NullMarked;
