/** Readiness checks for the service's log readers and for the issuer of access tokens. */
@NullMarked
package dcm.rest.readiness;

import org.jspecify.annotations.NullMarked;
