/** Who is let in, by which key, how often; and who is not. */
@NullMarked
package dcm.gateway.login;

import org.jspecify.annotations.NullMarked;
