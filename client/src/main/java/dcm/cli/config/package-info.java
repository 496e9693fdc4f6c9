/** The files of this program in the user's configuration directory: contexts and tokens. */
@NullMarked
package dcm.cli.config;

import org.jspecify.annotations.NullMarked;
