/** Entity tags, with which a client changes a resource only if it is still the one that the client has read. */
@NullMarked
package dcm.rest.entitytag;

import org.jspecify.annotations.NullMarked;
