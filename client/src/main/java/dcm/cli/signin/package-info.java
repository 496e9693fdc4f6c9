/** Sign-ins at the issuer of a server: device login, renewal of tokens, sign-out. Knows no commands. */
@NullMarked
package dcm.cli.signin;

import org.jspecify.annotations.NullMarked;
