/** The parts of the OpenAPI description that all operations share. */
@NullMarked
package dcm.rest.description;

import org.jspecify.annotations.NullMarked;
