/**
 * The documents of the REST API, as far as commands read them. A missing text, list or map is empty; another missing value
 * is null. Times, and values of enums that a newer version may extend, are texts as the API sent them.
 */
@NullMarked
package dcm.shell.document;

import org.jspecify.annotations.NullMarked;
