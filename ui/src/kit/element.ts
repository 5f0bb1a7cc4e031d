// The one list of what is taken from the component library, part by part, with its styles as files
// (the content policy is `style-src 'self'`: a style made at run time would vanish without an error).

import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/el-button.css';
import 'element-plus/theme-chalk/el-checkbox.css';
import 'element-plus/theme-chalk/el-dialog.css';
import 'element-plus/theme-chalk/el-input.css';
import 'element-plus/theme-chalk/el-overlay.css';
import 'element-plus/theme-chalk/el-popover.css';
import 'element-plus/theme-chalk/el-popper.css';
import 'element-plus/theme-chalk/el-progress.css';
import './tokens.css';
import './element.css';

export { ElButton } from 'element-plus/es/components/button/index';
export { ElCheckbox } from 'element-plus/es/components/checkbox/index';
export { ElDialog } from 'element-plus/es/components/dialog/index';
export { ElInput } from 'element-plus/es/components/input/index';
export { ElPopover } from 'element-plus/es/components/popover/index';
export { ElProgress } from 'element-plus/es/components/progress/index';
