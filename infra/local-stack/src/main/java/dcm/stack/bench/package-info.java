/** Benchmarks that compare DCM with Docker and OpenSSH on this machine. */
@NullMarked
package dcm.stack.bench;

import org.jspecify.annotations.NullMarked;
