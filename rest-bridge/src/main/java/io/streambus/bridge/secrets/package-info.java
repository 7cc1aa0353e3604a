/** What becomes of secrets that documents hold in clear, which fields hold them, and the settings that decide it. */
package io.streambus.bridge.secrets;
