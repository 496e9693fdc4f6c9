/** Logins to containers with the OpenSSH client of this machine. */
@NullMarked
package dcm.cli.ssh;

import org.jspecify.annotations.NullMarked;
