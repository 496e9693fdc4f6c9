/** What the journeys share: the running system, its users and their SSH clients, and access to the log. */
package dcm.journey.support;
