/** What becomes of secrets that link documents hold in clear, and the settings that decide it. */
package io.streambus.bridge.secrets;
