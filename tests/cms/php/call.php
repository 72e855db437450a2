<?php
// Call a function of WordPress as its editor: the name as an argument, its arguments and its result as JSON.
require getcwd() . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user(1);
$result = $argv[1](...json_decode(stream_get_contents(STDIN), true));
if (is_wp_error($result)) {
    fwrite(STDERR, $result->get_error_message());
    exit(1);
}
echo "\n", json_encode($result);
