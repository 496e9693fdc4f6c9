/**
 * Terminals of the web console: sessions in containers that outlive a browser tab. Only the API gateway reaches this part, with the
 * user's access token, which the services of the API judge. See decision 52.
 */
@NullMarked
package dcm.gateway.browser;

import org.jspecify.annotations.NullMarked;
