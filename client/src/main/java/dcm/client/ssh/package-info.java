/** Logins to containers with the OpenSSH client of this machine. */
@NullMarked
package dcm.client.ssh;

import org.jspecify.annotations.NullMarked;
