/** A client of the REST API, and how errors of the API end a command. */
@NullMarked
package dcm.shell.api;

import org.jspecify.annotations.NullMarked;
