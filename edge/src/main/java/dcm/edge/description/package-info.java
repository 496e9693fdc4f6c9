/**
 * What the API's description says of all operations alike.
 */
@NullMarked
package dcm.edge.description;

import org.jspecify.annotations.NullMarked;
