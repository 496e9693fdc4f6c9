/** The Keycloak server, its realm, and the client of user-service. */
@NullMarked
package dcm.stack.keycloak;

import org.jspecify.annotations.NullMarked;
