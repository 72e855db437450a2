<?php
$here = json_decode(file_get_contents(__DIR__ . '/here.json'), true);
define('DB_NAME', 'quill');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . $here['socket']);
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', $here['url']);
define('WP_SITEURL', $here['url']);
define('WP_ENVIRONMENT_TYPE', 'local'); // application passwords without https
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true); // nothing leaves this machine
define('WP_ACCESSIBLE_HOSTS', '127.0.0.1');
define('PRONOUNCER_HOOK', $here['hook']);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
